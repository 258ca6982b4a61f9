from django.urls import path

from casework.desk.views.desk import desk

app_name = "desk"
urlpatterns = [path("desk/", desk, name="desk")]
