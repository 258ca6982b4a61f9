from django.urls import path

from complaints.views import detail, listing

app_name = "complaints"
urlpatterns = [
    path("", listing.complaint_list, name="list"),
    path("list.csv", listing.as_csv, name="csv"),
    path("assign/", listing.assign, name="assign_many"),
    path("views/save/", listing.save, name="save_view"),
    path("views/<int:pk>/forget/", listing.forget, name="forget_view"),
    path("<str:reference>/", detail.detail, name="detail"),
]
