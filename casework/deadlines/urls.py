from django.urls import path

from casework.deadlines import views

app_name = "deadlines"
urlpatterns = [path("<int:pk>/why/", views.why, name="why")]
