from kwonik.kernel.areas import Area


class ReportsConfig(Area):
    name = "kwonik.reports"
    verbose_name = "보고서"
    default = True

    def ready(self) -> None:
        """A profile's reports are checked when the profile is loaded."""
        from kwonik.catalogue.rules import report_checkers

        from .rules.checking import problems

        super().ready()
        report_checkers.append(problems)
