from django.conf import settings
from django.urls import path

from casework.desk.views import messages

app_name = "messages"
urlpatterns = [
    path("", messages.index, name="index"),
    path("<int:pk>/retry/", messages.retry, name="retry"),
]

if not settings.PRODUCTION:
    # Where mail is written to files, somebody trying the product out can read it here.
    urlpatterns += [
        path("local/", messages.local_index, name="local_index"),
        path("local/<int:pk>/", messages.local_detail, name="local_detail"),
        path("local/<int:pk>/attachments/<int:number>/", messages.local_attachment, name="local_attachment"),
    ]
