from django.urls import path

from casework.deadlines.views.why import why

app_name = "deadlines"
urlpatterns = [path("<int:pk>/why/", why, name="why")]
