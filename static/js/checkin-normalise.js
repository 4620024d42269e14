// Names as people type them, like workshops/domain/folding.py: å, ä, æ and aa are one letter.

const ALIKE = { æ: "a", ø: "o", ð: "d", þ: "th", đ: "d", ł: "l", ß: "ss" };

/** The text without case, accents and the differences between Nordic spellings. */
export function normalise(text) {
  return text
    .toLowerCase()
    .replace(/[æøðþđłß]/g, (letter) => ALIKE[letter])
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replaceAll("aa", "a")
    .replaceAll("ae", "a")
    .replaceAll("oe", "o")
    .split(/\s+/)
    .filter(Boolean)
    .join(" ");
}
