"""Numbers written as words, in six languages: the third of a headline is the 3 of another."""

from typing import Final

from tocsin.text.fold import fold_word

# One and two are left out: they are said of anything. So are words that mean something else as often.
_NUMERALS: Final = {
    "3": "three trois uc три трех трем троих трое ثلاثه ثلاث وثلاثه لثلاثه بثلاثه",
    "4": "four quatre dort четыре четырех четырем четверых четверо اربعه اربع واربعه لاربعه باربعه چهار",
    "5": "five cinq bes пять пяти пятерых пятеро خمسه خمس وخمسه لخمسه بخمسه پنج",
    "6": "six alti шесть шести шестерых шестеро سته وسته لسته بسته شش",
    "7": "seven sept yedi семь семи семерых семеро سبعه سبع وسبعه لسبعه بسبعه هفت",
    "8": "eight huit sekiz восемь восьми восьмерых ثمانيه ثماني ثمان وثمانيه لثمانيه بثمانيه هشت",
    "9": "nine dokuz девять девяти تسعه تسع وتسعه لتسعه بتسعه",
    "10": "ten dix десять десяти عشره وعشره لعشره",
    "11": "eleven onze одиннадцать одиннадцати يازده",
    "12": "twelve douze двенадцать двенадцати دوازده",
}
NUMERALS: Final = {fold_word(word): digits for digits, words in _NUMERALS.items() for word in words.split()}
"""Their digits, by folded word."""
