"""What keeps the equality answers from leading to the complaints that they came with."""

from django.db import connection, transaction

# A row keeps the number of the transaction that wrote it (xmin) and its place among the others (ctid): both
# lead to the complaint. Written anew all at once, in no order, they are those of the night.
SHUFFLE = """
    WITH taken AS (DELETE FROM complaints_equalityresponse RETURNING month, answers)
    INSERT INTO complaints_equalityresponse (id, month, answers)
    SELECT gen_random_uuid(), month, answers FROM taken ORDER BY random()
"""


@transaction.atomic
def shuffle() -> None:
    """Write every answer anew. What is sent meanwhile waits for the next night."""
    with connection.cursor() as cursor:
        cursor.execute(SHUFFLE)
