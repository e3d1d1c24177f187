/** What a failure knows besides its code. */
type Detail = Readonly<Record<string, unknown>>;

/** A text for each code of an error class. */
export type Texts<Code extends string> = Readonly<Record<Code, (detail: Detail) => string>>;

/** A number among a failure's details. */
export const numberOf = (value: unknown, otherwise = 0): number =>
  typeof value === 'number' ? value : otherwise;

/** Words or a number among a failure's details, as they are shown. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Several of them, or one. */
export const listOf = (value: unknown): string =>
  Array.isArray(value) ? value.map(textOf).filter(Boolean).join('、') : textOf(value);
