"""The one page on which a consultation is written down; legal and tax differ only in the codes the profile gives them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import AnswerKind, Behaviour
from kwonik.catalogue.models import Code, Question, Service
from kwonik.counselling import queries, rules
from kwonik.counselling.actions import Intake
from kwonik.counselling.codes import Party
from kwonik.counselling.models import BoothSession, Consultation
from kwonik.people.queries import clients_matching
from kwonik.places.models import Centre

from .fields import district_field, site_field

ANONYMOUS, NAMED, NEW = "anonymous", "named", "new"
DIGITS = {"class": "counselling-digits"}
YES_NO = [("", "고르지 않음"), ("yes", "예"), ("no", "아니오")]


class PartyRadios(forms.RadioSelect):
    """The first box of a page that records: the cursor waits in it."""

    focused = False

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        if self.focused and index == 0:
            option["attrs"]["autofocus"] = True
        return option


class ChannelRadios(forms.RadioSelect):
    """Marks the channels that go out to people: the page asks where only when one of them is chosen."""

    outreach: frozenset[str] = frozenset()

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.outreach:
            option["attrs"]["data-outreach"] = True
        return option


class IntakeForm(forms.Form):
    """`stored` is the record being amended, `booth` the booth whose station and channel are kept."""

    party = forms.ChoiceField(label="구분", choices=Party.choices, widget=PartyRadios(attrs=DIGITS))
    channel = forms.ChoiceField(label="경로", widget=ChannelRadios(attrs=DIGITS))
    site = site_field()
    issue = forms.ChoiceField(label="주된 유형", widget=forms.RadioSelect(attrs=DIGITS))
    other_issues = forms.MultipleChoiceField(
        label="다른 유형", required=False, widget=forms.CheckboxSelectMultiple(attrs=DIGITS)
    )
    memo = forms.CharField(
        label="내용",
        required=False,
        max_length=20_000,
        help_text="주민등록번호는 적지 마세요.",
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    whose = forms.ChoiceField(
        label="내담자",
        choices=[(ANONYMOUS, "익명"), (NAMED, "이름을 밝힘")],
        initial=ANONYMOUS,
        widget=forms.RadioSelect(attrs=DIGITS),
    )
    name = forms.CharField(
        label="이름", required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label="전화번호",
        required=False,
        max_length=40,
        help_text="끝 네 자리만 적어도 찾습니다.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    client = forms.CharField(label="찾은 내담자", required=False, widget=forms.HiddenInput)
    workplace = forms.CharField(
        label="사업장",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "workplaces", "autocomplete": "off"}),
    )
    district = district_field()
    outcome = forms.ChoiceField(label="결과", required=False)
    minutes = forms.IntegerField(
        label="상담 시간",
        required=False,
        widget=forms.NumberInput(attrs={"data-unit": "분", "class": "kw-w-s"}),
    )
    follow_up_on = forms.DateField(label="다시 연락할 날", required=False)
    occurred_on = forms.DateField(label="상담일")
    is_business_contact = forms.BooleanField(
        label="상담이 아니라 업무 연락입니다", required=False, help_text="표시하면 상담 건수에 넣지 않습니다."
    )

    def __init__(
        self,
        *args: Any,
        service: Service,
        centre: Centre,
        today: date,
        stored: Consultation | None = None,
        booth: BoothSession | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.service, self.centre, self.today, self.stored, self.booth = service, centre, today, stored, booth
        self.codes = self._offered()
        self.sites, self.districts = list(queries.places()), list(queries.districts())
        self.questions = list(catalogue.questions(service))
        self.fields["occurred_on"].initial = booth.held_on if booth else today
        self.fields["party"].widget.focused = stored is None and booth is None and not self.is_bound
        self._choose_codes()
        self._choose_places()
        for question in self.questions:
            self.fields[answer_name(question)] = _answer_field(question)

    # -- what is offered ------------------------------------------------------------------------------------

    def _offered(self) -> dict[str, dict[str, Code]]:
        """field -> code -> Code; a retired code stays on offer where the record already has it."""
        offered = {
            name: {code.code: code for code in codes}
            for name, codes in catalogue.codes_by_field(self.service).items()
        }
        if self.stored:
            kept = [
                ("channel", self.stored.channel),
                ("issue", self.stored.issue),
                ("outcome", self.stored.outcome),
            ]
            kept += [("issue", other.issue) for other in self.stored.other_issues.all()]
            for name, code in kept:
                if code is not None:
                    offered.setdefault(name, {}).setdefault(code.code, code)
        return {name: offered.get(name, {}) for name in ("channel", "issue", "outcome")}

    def _choose_codes(self) -> None:
        channels, issues, outcomes = (
            _choices(self.codes[name].values()) for name in ("channel", "issue", "outcome")
        )
        self.fields["channel"].choices = channels
        outreach = frozenset(
            code.code for code in self.codes["channel"].values() if code.behaviour == Behaviour.OUTREACH
        )
        self.fields["channel"].widget.outreach = outreach
        usual = next((code for code in self.codes["channel"] if (code in outreach) == bool(self.booth)), None)
        self.fields["channel"].initial = usual
        self.fields["issue"].choices = issues
        self.fields["other_issues"].choices = issues
        self.fields["outcome"].choices = [("", "고르지 않음"), *outcomes]

    def _choose_places(self) -> None:
        """A retired place stays on offer where the record already has it."""
        kept = self.stored
        sites = [*self.sites, *([kept.site] if kept and kept.site else [])]
        districts = [*self.districts, *([kept.district] if kept and kept.district else [])]
        self.fields["site"].rows = queries.sites_by_name(sites)
        self.fields["district"].rows = queries.districts_by_name(districts)

    @property
    def answers(self) -> list[forms.BoundField]:
        """The profile's further questions, for the template."""
        return [self[answer_name(question)] for question in self.questions]

    # -- what was typed -------------------------------------------------------------------------------------

    def clean_client(self):
        """The client chosen among those found, None when nobody was."""
        chosen = self.cleaned_data["client"]
        if chosen in ("", NEW):
            return None
        client = queries.client_of(self.centre, chosen)
        if client is None:
            raise forms.ValidationError("찾은 내담자를 다시 고르세요.")
        return client

    def clean(self):
        found = super().clean()
        named = found.get("whose") == NAMED
        texts = {name: found.get(name) or "" for name in ("memo", "name", "workplace")}
        texts |= {
            name: value for name, value in found.items() if name.startswith("q_") and isinstance(value, str)
        }
        channel = self.codes["channel"].get(found.get("channel", ""))
        written = rules.Written(
            occurred_on=found.get("occurred_on"),
            today=self.today,
            outreach=bool(channel and channel.behaviour == Behaviour.OUTREACH),
            has_place=bool(found.get("site") or self.booth),
            anonymous=not named,
            named=bool(found.get("client") or found.get("name")) or "client" in self.errors,
            minutes=found.get("minutes"),
            follow_up_on=found.get("follow_up_on"),
            texts=texts,
        )
        for name, sentence in rules.problems(written):
            self.add_error(name, sentence)
        self._settle_who(found, named)
        return found

    def _settle_who(self, found: dict[str, Any], named: bool) -> None:
        """Nothing typed is dropped silently, and nobody is registered twice unasked."""
        name, phone = found.get("name") or "", found.get("phone") or ""
        if not named:
            if name or phone:
                self.add_error(
                    "whose", "이름이나 전화번호가 적혀 있습니다. '이름을 밝힘'을 고르거나 적은 것을 지우세요."
                )
            found["client"] = None
        elif (
            not self.data.get(self.add_prefix("client"))
            and name
            and clients_matching(self.centre, name, phone).exists()
        ):
            self.add_error(
                "client",
                "전에 온 사람일 수 있습니다. 찾은 사람을 고르거나, 처음 온 사람이면 '새로 등록'을 고르세요.",
            )

    def intake(self) -> Intake:
        """What was written down, for the action."""
        found = self.cleaned_data
        others = [self.codes["issue"][code] for code in found["other_issues"]]
        main = self.codes["issue"][found["issue"]]
        named = found["whose"] == NAMED
        return Intake(
            occurred_on=found["occurred_on"],
            party=found["party"],
            channel=self.codes["channel"][found["channel"]],
            issues=[main, *(code for code in others if code != main)],
            outcome=self.codes["outcome"].get(found["outcome"]),
            client=found["client"],
            name="" if found["client"] or not named else found["name"],
            phone="" if found["client"] or not named else found["phone"],
            workplace=found["workplace"],
            district=found["district"],
            site=found["site"],
            booth=self.booth,
            hotline=self.stored.hotline if self.stored else None,
            memo=found["memo"],
            minutes=found["minutes"],
            follow_up_on=found["follow_up_on"],
            is_business_contact=found["is_business_contact"],
            answers={
                q.code: value
                for q in self.questions
                if (value := _plain(found[answer_name(q)])) not in ("", None)
            },
        )

    def as_typed(self) -> dict[str, Any]:
        """What stands in the boxes of a bound form, unjudged: for showing it again while it is only a draft."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }


def initial_of(stored: Consultation, memo: str) -> dict[str, Any]:
    """The boxes of a record being amended; who it was is chosen by number, the name stays in the vault."""
    return {
        "party": stored.party,
        "channel": stored.channel.code,
        "site": stored.site.name if stored.site else "",
        "issue": stored.issue.code,
        "other_issues": [other.issue.code for other in stored.other_issues.all()],
        "memo": memo,
        "whose": ANONYMOUS if stored.anonymous else NAMED,
        "client": str(stored.client_id or ""),
        "workplace": stored.workplace.name if stored.workplace else "",
        "district": stored.district.name if stored.district else "",
        "outcome": stored.outcome.code if stored.outcome else "",
        "minutes": stored.minutes,
        "follow_up_on": stored.follow_up_on,
        "occurred_on": stored.occurred_on,
        "is_business_contact": stored.is_business_contact,
        **{f"q_{code}": value for code, value in stored.answers.items()},
    }


def differences(form: IntakeForm, now: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(label, as it stands now, as typed) of every box that differs; who it was is told by the page itself."""
    theirs = IntakeForm(
        initial=now,
        service=form.service,
        centre=form.centre,
        today=form.today,
        stored=form.stored,
        booth=form.booth,
    )
    told = [
        (
            form[name].label,
            _words(theirs[name], theirs[name].value()),
            _words(form[name], form.cleaned_data[name]),
        )
        for name in form.fields
        if name not in ("name", "phone", "client")
    ]
    return [(label, now_, typed) for label, now_, typed in told if now_ != typed]


def _words(box: forms.BoundField, value: Any) -> str:
    """What stands in a box, in the words of its choices."""
    values = value if isinstance(value, list | tuple) else [value]
    labels = dict(_flat(getattr(box.field, "choices", ())))
    words = [labels.get(str(one), one) for one in values if one not in (None, "", False)]
    shown = ["예" if word is True or word == "on" else word for word in words]
    return ", ".join(
        f"{word.year}. {word.month}. {word.day}." if isinstance(word, date) else str(word) for word in shown
    )


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        yield from label if isinstance(label, list | tuple) else [(value, label)]


def answer_name(question: Question) -> str:
    return f"q_{question.code}"


def _answer_field(question: Question) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help,
        "required": question.required,
    }
    match question.kind:
        case AnswerKind.NUMBER:
            return forms.IntegerField(**common)
        case AnswerKind.DATE:
            return forms.DateField(**common)
        case AnswerKind.YES_NO:
            return forms.ChoiceField(choices=YES_NO, **common)
        case AnswerKind.CHOICE:
            offered = catalogue.codes_of(question.list.code)
            return forms.ChoiceField(choices=[("", "고르지 않음"), *_choices(offered)], **common)
    return forms.CharField(max_length=500, **common)


def _choices(codes: Iterable[Code]) -> list[tuple[str, str]]:
    return [(code.code, code.label) for code in codes]


def _plain(value: Any) -> Any:
    """An answer as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value
