/** What a failure knows besides its code. */
type Detail = Readonly<Record<string, unknown>>;

/** A text for each code of an error class. */
export type Texts<Code extends string> = Readonly<Record<Code, (detail: Detail) => string>>;
