"""The escrow's ledger against a bare driver, django-hordak and django-ledger: durable transfers a second, in one run."""


def main() -> None:
    from bench.escrow import measuring

    measuring.main([])
