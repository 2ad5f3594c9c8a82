"""How collected static files are named and compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class VersionedStorage(CompressedManifestStaticFilesStorage):
    """Adds a fingerprint to each name so that browsers may keep a file for ever."""

    # Third-party style sheets name source maps that are not shipped; that is no reason to fail.
    manifest_strict = False
