from celery import shared_task
from django.utils import timezone

from casework.desk import self_check, strays


@shared_task
def check_everything() -> int:
    return len(self_check.check_everything(at=timezone.now()).broken)


@shared_task
def remove_strays() -> int:
    return strays.remove_strays(at=timezone.now())
