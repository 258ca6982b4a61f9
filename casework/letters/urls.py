from django.urls import path

from casework.letters import views

app_name = "letters"

urlpatterns = [
    path("<int:letter_id>/", views.detail, name="detail"),
    path("<int:letter_id>/letter.pdf", views.pdf, name="pdf"),
    path("<int:letter_id>/renditions/<int:rendition_id>.pdf", views.rendition, name="rendition"),
    path("<int:letter_id>/put-to-approval/", views.put_to_approval, name="put_to_approval"),
    path("<int:letter_id>/send/", views.send, name="send"),
    path("<int:letter_id>/take-back/", views.take_back, name="take_back"),
    path("<int:letter_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:letter_id>/posted/", views.posted, name="posted"),
    path("<int:letter_id>/print/", views.print_letter, name="print"),
    path("<int:letter_id>/returned/", views.returned, name="returned"),
]
