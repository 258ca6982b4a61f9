from django.urls import path

from casework.letters import views

urlpatterns = [path("", views.todays_post, name="todays_post")]
