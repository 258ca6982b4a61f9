from django.urls import path

from complaints.tracking import views

app_name = "track"
urlpatterns = [
    path("", views.open_complaint, name="open"),
    path("complaint/", views.complaint, name="complaint"),
    path("going-on/answer/", views.answer_resumption, name="answer_resumption"),
    path("recording/ask/", views.ask_to_record, name="ask_to_record"),
    path("letters/<int:pk>/", views.letter, name="letter"),
    path("letters/<int:pk>/pdf/", views.letter_pdf, name="letter_pdf"),
    path("leave/", views.leave, name="leave"),
]
