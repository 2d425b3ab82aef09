"""The six languages are told apart, also when typed on the wrong keyboard."""

import pytest

from tocsin.text.language import guess_language

TEXTS = [
    ("ar", "أعلنت الوزارة في بيان أن المحادثات مع الوفد ستستمر"),
    ("ar", "الامطار علي الساحل"),
    ("fa", "وزارت امور خارجه اعلام کرد که گفت‌وگوها ادامه دارد"),
    ("fa", "رييس جمهور در گفتگو با خبرنگاران گفت كه اين توافق را امضا مي كند"),
    ("ru", "Министерство сообщило о продолжении переговоров"),
    ("tr", "Bakanlık, görüşmelerin süreceğini açıkladı"),
    ("tr", "Bakan ve heyet bu gorusme icin yola cikti"),
    ("en", "The ministry said that talks with the delegation would go on"),
    ("fr", "Le ministère a annoncé que les pourparlers se poursuivent dans la capitale"),
    ("und", "12345 — 678"),
    ("und", ""),
    ("und", "停火协议"),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_language(language: str, text: str) -> None:
    assert guess_language(text) == language
