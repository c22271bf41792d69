"""Two short texts of our own to try the page with: a report, and what a site without a credit made of it."""

from __future__ import annotations

SAMPLE: dict[str, dict[str, str]] = {
    "a": {
        "source": "The Quarne Courier",
        "published": "2026-05-06",
        "url": "https://www.quarnecourier.example/news/lighthouse",
        "text": """Lighthouse keeper of Tarn Head retires after 44 years

The last keeper of the lighthouse at Tarn Head handed in his keys on Monday, 44 years after he first climbed its 212 \
steps. The light, which has been automatic since 1998, will from now on be watched from a desk in Quarne.

Edvin Halle, 67, stayed on because somebody had to scrape the salt off the lenses. He counted 31 ships that ran \
aground in his time, and pulled the crew of two of them out of the water himself.

"People think that it is lonely," he said. "It is only quiet. You learn to tell the two apart."

The harbour office is looking for a buyer for the keeper's house. It asks for 180,000 crowns, and whoever takes it \
has to keep the footpath open to walkers.
""",
    },
    "b": {
        "source": "Coast Mail",
        "published": "2026-05-08",
        "url": "https://coastmail.example/9",
        "text": """Lighthouse keeper says goodbye

The final keeper of the lighthouse at Tarn Head gave back his keys on Monday, 44 years after he first mounted its 221 \
steps. The lamp, which has been automatic since 1998, will from now on be monitored from a desk in Quarne.

Edvin Halle, 67, stayed on because somebody had to clean the salt off the lenses. He counted 13 ships that ran \
aground in his time, and pulled the crew of two of them out of the sea himself.

"People think that it is lonely," he said. "It is only quiet. You learn to tell the two apart."

The port office is looking for a buyer for the keeper's cottage. It wants 180,000 crowns, and whoever takes it must \
keep the footpath open to hikers.
""",
    },
}
"""The two sides of the form, each with a text and what is known about it."""
