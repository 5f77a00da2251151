"""Who banks here in the demo. All of them are invented."""

from dataclasses import dataclass
from datetime import date

from bank.domain.due_diligence import DueDiligence, PostalAddress
from bank.domain.organisation_data import BeneficialOwner, OrganisationData
from bank.domain.parties import CustomerKind


@dataclass(frozen=True, slots=True)
class Household:
    """A demo customer.

    What they earn in a month and what they pay for their home, in minor units of euros.
    """

    handle: str
    full_name: str
    earns_minor: int
    pays_rent_minor: int
    saves: bool = False

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"{self.handle}@demo.example"

    @property
    def data(self) -> DueDiligence:
        """What the law wants to be known of them."""
        born = date(1962 + sum(self.handle.encode()) % 40, 1 + len(self.full_name) % 12, 9)
        return DueDiligence(
            date_of_birth=born,
            nationality="DE",
            address=PostalAddress(street="Am Hafen 2", city="Altstadt", country="DE"),
            tax_residence="DE",
        )


@dataclass(frozen=True, slots=True)
class Firm:
    """A demo organisation, and how a usual bill of it looks.

    From and to, in minor units of euros.
    """

    handle: str
    full_name: str
    bill_from_minor: int
    bill_to_minor: int
    wording: str

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"accounts@{self.handle}.example"

    @property
    def data(self) -> OrganisationData:
        """What stands in the register of a country."""
        owner = BeneficialOwner(
            full_name="Mara Lindenthal", date_of_birth=date(1971, 5, 9), nationality="DE"
        )
        return OrganisationData(
            legal_name=self.full_name,
            registration_number=f"HRB {1000 + sum(self.handle.encode())}",
            country="DE",
            address=PostalAddress(street="Am Hafen 1", city="Altstadt", country="DE"),
            beneficial_owners=(owner,),
        )


HOUSEHOLDS = (
    Household("ada", "Ada Morgenroth", 415_000, 118_000, saves=True),
    Household("ben", "Ben Achterberg", 298_000, 87_000),
    Household("chloe", "Chloé Delaunay-Voss", 523_000, 161_000, saves=True),
    Household("dmitri", "Dmitri Halvorsen", 341_000, 92_500),
    Household("esra", "Esra Yildizhan", 389_000, 104_000, saves=True),
    Household("femi", "Femi Okonjo-Bauer", 276_000, 79_000),
    Household("greta", "Greta Lindqvist", 447_000, 129_000, saves=True),
    Household("hiro", "Hiro Tanabe-Stein", 362_000, 98_000),
)

FIRMS = (
    Firm("grocer", "Corner Grocer Ltd", 900, 9_400, "Groceries"),
    Firm("rail", "Northern Light Rail plc", 280, 6_900, "Tickets"),
    Firm("power", "Riverside Power Company", 4_200, 13_800, "Electricity"),
    Firm("cafe", "Café Zwischenzeit", 320, 2_800, "Coffee and cake"),
)

LANDLORD = Firm("homes", "Old Town Homes Cooperative", 0, 0, "Rent")
EMPLOYER = Firm("works", "Harbour Works Cooperative", 0, 0, "Salary")

KIND_OF = {Household: CustomerKind.PERSON, Firm: CustomerKind.ORGANISATION}
