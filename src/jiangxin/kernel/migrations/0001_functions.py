"""SQL functions that columns and triggers of every room rely on."""

from django.db import migrations

GRAMS = r"""
CREATE OR REPLACE FUNCTION jx_grams(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    -- string_to_array(t, NULL) takes a text apart once; substr would walk it for every position
    SELECT COALESCE(array_agg(DISTINCT piece), '{}')
    FROM (
        SELECT c || COALESCE(lead(c) OVER (ORDER BY n), '') AS piece, n, count(*) OVER () AS length
        FROM unnest(string_to_array(lower(regexp_replace(normalize(value, NFKC), '\s+', '', 'g')), NULL))
             WITH ORDINALITY AS chars(c, n)
    ) AS pieces
    WHERE n < length OR length = 1
$$;
"""
# array_to_string is only STABLE, because of types whose text depends on settings; that of texts does not
WORDS = """
CREATE OR REPLACE FUNCTION jx_words(value text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT COALESCE(array_to_string(value, ' '), '') $$;
"""


class Migration(migrations.Migration):
    """Creates `jx_grams` and `jx_words`."""

    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(GRAMS, reverse_sql="DROP FUNCTION IF EXISTS jx_grams(text)"),
        migrations.RunSQL(WORDS, reverse_sql="DROP FUNCTION IF EXISTS jx_words(text[])"),
    ]
