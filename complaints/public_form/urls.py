from django.urls import path

from complaints.public_form import views

app_name = "complain"
urlpatterns = [
    path("", views.start, name="start"),
    path("on-paper/", views.printable, name="printable"),
    path("save/", views.save, name="save"),
    path("come-back/", views.come_back, name="come_back"),
    path("forget/", views.forget, name="forget"),
    path("evidence/<int:pk>/remove/", views.remove_file, name="remove_file"),
    path("check/", views.check, name="check"),
    path("sent/", views.sent, name="sent"),
    path("<slug:slug>/", views.step, name="step"),
]
