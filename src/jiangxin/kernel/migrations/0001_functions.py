"""SQL functions that columns and triggers of every room rely on."""

from django.db import migrations

GRAMS = r"""
CREATE OR REPLACE FUNCTION jx_grams(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT COALESCE(array_agg(DISTINCT substr(t, i, 2)), '{}')
    FROM (SELECT lower(regexp_replace(normalize(value, NFKC), '\s+', '', 'g')) AS t) AS s,
         generate_series(1, greatest(length(t) - 1, least(length(t), 1))) AS i
$$;
"""


class Migration(migrations.Migration):
    """Creates `jx_grams`."""

    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(GRAMS, reverse_sql="DROP FUNCTION IF EXISTS jx_grams(text)"),
    ]
