/** What is wrong with one field of a form. The text that a person reads is made of `code` at the edge. */
export interface FieldProblem<Field extends string> {
  field: Field;
  code: string;
  detail?: Readonly<Record<string, unknown>>;
}

/** What was typed, as values that can go into records, or all that is wrong with it, in the order of the form. */
export type FormResult<Values, Field extends string> =
  { values: Values; problems?: undefined } | { values?: undefined; problems: FieldProblem<Field>[] };

/** Collects problems while a form is read, so that a person sees all of them at once. */
export class FormReader<Field extends string> {
  readonly #problems: FieldProblem<Field>[] = [];

  problem(field: Field, code: string, detail?: FieldProblem<Field>['detail']): void {
    this.#problems.push({ field, code, ...(detail && { detail }) });
  }

  /** A text that must be there and that `read` understands; `code` says that it does not. */
  required(field: Field, typed: string, code: string, read: (typed: string) => string | undefined): string {
    if (typed.trim() !== '') return this.#read(field, typed, code, read) ?? '';
    this.problem(field, 'required');
    return '';
  }

  /** The same for a text that may be left out. */
  optional(
    field: Field,
    typed: string | undefined,
    code: string,
    read: (typed: string) => string | undefined,
  ): string | undefined {
    return typed === undefined || typed.trim() === '' ? undefined : this.#read(field, typed, code, read);
  }

  /** @param values is looked at only where nothing was wrong */
  result<Values>(values: () => Values): FormResult<Values, Field> {
    return this.#problems.length > 0 ? { problems: this.#problems } : { values: values() };
  }

  #read(field: Field, typed: string, code: string, read: (typed: string) => string | undefined) {
    const value = read(typed);
    if (value === undefined) this.problem(field, code);
    return value;
  }
}
