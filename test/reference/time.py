"""Local hours, period labels and wall times of instants, from Python's zoneinfo.

Run: python3 time.py /usr/share/zoneinfo <site-packages>/tzdata/zoneinfo > time.json

Two compilations of the tz database are read, and a case is kept only where both give the same local time:
  - Debian's 2025b is built with `backzone`, so it keeps the clocks that Amsterdam, Oslo or Accra had before 1970;
    PyPI's tzdata is built without, like the ICU inside Node, where those zones are links (Amsterdam shows Brussels' time).
  - tzdata 2026d has changes that a Node of 2025 cannot know (Casablanca, Edmonton and Vancouver from 2026, Chisinau
    from 2022, one change each of Bogota 1992 and Tehran 1979).
So the tests do not depend on the version of the tz database in the engine. Apart from the zones of the second list and
the old names without a region (EST5EDT and the like, before 1967), Node 20.20.2 (ICU 78.2, tz 2025c) and PyPI's 2026d
have the same changes in all zones from 1900 to 2100.
"""

import json
import platform
import random
import struct
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone
from pathlib import Path

DEBIAN, PYPI = Path(sys.argv[1]), Path(sys.argv[2])
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
NAIVE_EPOCH = datetime(1970, 1, 1)
HOUR = 3_600_000
DAY = 24 * HOUR
random.seed(20251122)

# Each zone with a date near which its clocks do something unusual.
UNUSUAL = [
    ("America/Havana", "2024-11-03"), ("America/Havana", "2024-03-10"), ("America/St_Johns", "2010-11-07"),
    ("America/St_Johns", "1988-04-03"), ("America/Sao_Paulo", "2018-11-04"), ("Asia/Beirut", "2022-03-27"),
    ("Africa/Cairo", "2023-04-28"), ("Africa/Cairo", "2023-10-27"), ("Pacific/Apia", "2011-12-30"),
    ("Pacific/Fakaofo", "2011-12-30"), ("Pacific/Kwajalein", "1993-08-21"), ("Pacific/Kiritimati", "1994-12-31"),
    ("Australia/Lord_Howe", "2024-04-07"), ("Australia/Lord_Howe", "2024-10-06"), ("Asia/Tokyo", "1887-12-31"),
    ("Asia/Tokyo", "1948-05-02"), ("Europe/Brussels", "1892-05-01"), ("Africa/Monrovia", "1972-01-07"),
    ("Europe/Lisbon", "1912-01-01"), ("Europe/London", "1847-12-01"), ("Europe/Dublin", "1916-05-21"),
    ("America/New_York", "1883-11-18"), ("America/New_York", "2024-11-03"), ("America/New_York", "2024-03-10"),
    ("Asia/Manila", "1844-12-31"), ("America/Juneau", "1867-10-19"), ("Asia/Kathmandu", "1986-01-01"),
    ("Asia/Pyongyang", "2015-08-15"), ("Asia/Pyongyang", "2018-05-05"), ("America/Caracas", "2007-12-09"),
    ("Antarctica/Troll", "2024-03-31"), ("Africa/Freetown", "1939-09-05"), ("Europe/Warsaw", "1944-10-04"),
    ("America/Noronha", "2000-10-15"), ("Asia/Gaza", "2024-04-20"), ("America/Asuncion", "2010-10-03"),
    ("America/Scoresbysund", "2024-03-31"), ("Asia/Amman", "2022-10-28"), ("America/Bahia_Banderas", "2010-04-04"),
    ("Pacific/Guam", "1844-12-31"), ("America/Nuuk", "2023-03-26"), ("Asia/Hebron", "2054-03-28"),
]


def load(root, name):
    with open(root / name, "rb") as file:
        return zoneinfo.ZoneInfo.from_file(file, key=name)


def changes(root, name):
    """The instants, in milliseconds, of the changes written in a TZif file (RFC 8536; Debian's go to 2037)."""
    data = (root / name).read_bytes()

    def header(at):
        return struct.unpack(">6l", data[at + 20 : at + 44])

    isut, isstd, leap, times, types, chars = header(0)
    at = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isut
    times = header(at)[3]
    return [second * 1000 for second in struct.unpack(f">{times}q", data[at + 44 : at + 44 + 8 * times])]


def labels(day):
    fiscal = day.year if day.month >= 4 else day.year - 1
    return {
        "week": (day - timedelta(days=day.weekday())).isoformat(),
        "sundayWeek": (day - timedelta(days=day.isoweekday() % 7)).isoformat(),
        "month": f"{day.year:04}-{day.month:02}",
        "quarter": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "year": f"{day.year:04}",
        "fiscalQuarter": f"FY{fiscal:04}-Q{(day.month - 4) % 12 // 3 + 1}",
        "fiscalYear": f"FY{fiscal:04}",
    }


both = {}
for name in sorted(zoneinfo.available_timezones()):
    if (DEBIAN / name).exists() and (PYPI / name).exists() and "/" in name and not name.startswith("Etc/"):
        both[name] = (load(DEBIAN, name), load(PYPI, name))

instants, walls, dates = [], [], {}


def add_instant(name, instant):
    debian, pypi = ((EPOCH + timedelta(milliseconds=instant)).astimezone(tz).replace(tzinfo=None) for tz in both[name])
    if debian == pypi:
        instants.append([name, instant, debian.isoformat(timespec="hours")])
        dates[debian.date().isoformat()] = labels(debian.date())


def add_wall(name, wall):
    # fold=0 is the rule of the library: the earlier of two, and the offset before a gap.
    naive = NAIVE_EPOCH + timedelta(milliseconds=wall)
    debian, pypi = ((naive.replace(tzinfo=tz) - EPOCH) // timedelta(milliseconds=1) for tz in both[name])
    if debian == pypi:
        walls.append([name, naive.strftime("%Y-%m-%d %H:%M:%S"), debian])


for name, near in UNUSUAL:
    middle = (datetime.fromisoformat(near) - NAIVE_EPOCH) // timedelta(milliseconds=1)
    for change in [c for c in changes(DEBIAN, name) if abs(c - middle) < 40 * HOUR]:
        for shift in (-DAY, -2 * HOUR, -HOUR, -HOUR // 2, -60_000, -1, 0, 1, 60_000, HOUR // 2, HOUR, 2 * HOUR, DAY):
            add_instant(name, change + shift)
    # The hours around: midnights that come twice, late or never.
    for hours in range(-18, 42, 3):
        add_instant(name, middle + hours * HOUR)
    for minutes in (-60, -30, 0, 1, 30, 60, 90, 120, 150, 180, 600):
        add_wall(name, middle + minutes * 60_000)

names = list(both)
for _ in range(150):
    name = random.choice(names)
    known = [c for c in changes(DEBIAN, name) if c > -2_208_988_800_000]
    if known:
        change = random.choice(known)
        for shift in (-1, 0, random.randrange(-DAY, DAY)):
            add_instant(name, change + shift)
for _ in range(500):
    add_instant(random.choice(names), random.randrange(-2_208_988_800_000, 4_102_444_800_000))

print(
    json.dumps(
        {
            "source": f"Python {platform.python_version()} zoneinfo; tz database 2025b (Debian, with backzone) and "
            f"{(PYPI / 'tzdata.zi').read_text().split()[2]} (PyPI tzdata), cases on which both agree",
            "script": "time.py",
            "instants": instants,
            "dates": dates,
            "walls": walls,
        },
        ensure_ascii=False,
    )
    .replace("], [", "],\n[")
    .replace("}, ", "},\n")
)
