from django.urls import path

from casework.people import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="index"),
    path("details/", views.office, name="office"),
    path("people/", views.people, name="people"),
    path("people/add/", views.add, name="add"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/appoint/", views.appoint, name="appoint"),
    path("people/<int:pk>/reset-second-factor/", views.reset_second_factor, name="reset_second_factor"),
    path("posts/<int:pk>/end/", views.end, name="end"),
    path("cover/", views.cover, name="cover"),
]
