// What a page can say of a field before Python is there. It advises; the library alone refuses.

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const COMMA = /^[<>≤≥]?\s*\d+,\d/;
const BARE = /^[<>≤≥]?\s*\d+(?:\.\d+)?$/;
const DIGIT = /\d/;

const CHECKS = {
  result: (text) => {
    if (COMMA.test(text)) return "Write the number with a point, not a comma.";
    if (BARE.test(text)) return "Add the unit, as it stands on the paper.";
    return DIGIT.test(text) ? "" : "This holds no number.";
  },
  number: (text) => {
    if (COMMA.test(text)) return "Write the number with a point, not a comma.";
    if (!NUMBER.test(text)) return "This is no plain number.";
    return Number(text) < 0 ? "This cannot be less than zero." : "";
  },
};

/** What seems wrong with the text of a field of this kind; empty where nothing does. */
export const advice = (kind, text) => (text.trim() && CHECKS[kind]?.(text.trim())) || "";
