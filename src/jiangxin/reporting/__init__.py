"""Official documents: templates, numbers, the way to the signature, issue and receipt."""
