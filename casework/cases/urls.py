from django.urls import path

from casework.cases import views

app_name = "cases"
urlpatterns = [
    path("<str:reference>/emergency-access/", views.emergency_access, name="emergency_access"),
    path("<str:reference>/walls/raise/", views.raise_wall, name="raise_wall"),
    path("<str:reference>/walls/<int:pk>/lift/", views.lift_wall, name="lift_wall"),
    path("<str:reference>/people/name/", views.name_person, name="name_person"),
    path("<str:reference>/people/<int:pk>/withdraw/", views.withdraw_person, name="withdraw_person"),
]
