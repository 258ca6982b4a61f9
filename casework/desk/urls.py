from django.urls import path

from casework.desk.views.desk import desk
from casework.desk.views.self_check import self_check

app_name = "desk"
urlpatterns = [
    path("desk/", desk, name="desk"),
    path("self-check/", self_check, name="self_check"),
]
