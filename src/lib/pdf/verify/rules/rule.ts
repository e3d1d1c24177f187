import type { PdfDict, PdfDocument, PdfObject } from '../../syntax';
import type { FieldFacts } from '../field-path';
import type { Change } from '../report';
import type { Role } from '../role';

/**
 * A difference that a later revision makes. `before` and `after` are resolved, null where there is nothing.
 *
 * - `dictionary`: some keys of a dictionary; those that stand for places of their own (a page's /Annots, a form's
 *   /Fields) are not among them, they come as differences of those places
 * - `element`: an element that an array of annotations or fields gained (`before` null) or lost (`after` null)
 * - `whole`: anything else: a value became another, in a place of which no part is judged alone
 */
export type Difference = Place &
  (
    | { shape: 'dictionary'; before: PdfDict; after: PdfDict; keys: readonly string[] }
    | { shape: 'element'; before: PdfObject; after: PdfObject }
    | { shape: 'whole'; before: PdfObject; after: PdfObject }
  );

export interface Place {
  role: Role;
  /** the object, or that which holds the value */
  num: number | undefined;
  /** 0-based */
  page: number | undefined;
}

/** What a rule takes upon itself: the whole difference, or some of a dictionary's keys. */
export interface Claim {
  keys: 'all' | readonly string[];
  changes: Change[];
}

/** What rules may ask about the two revisions. */
export interface Step {
  readonly before: PdfDocument;
  readonly after: PdfDocument;
  /** whether two values, of the earlier and the later revision, come to the same */
  same(before: PdfObject | undefined, after: PdfObject | undefined): Promise<boolean>;
  /** whether an object came into being in this revision, and nothing older refers to it */
  isNew(num: number): boolean;
  /** 1-based page on which an annotation stands, for reports */
  pageNumber(num: number | undefined): number | undefined;
  /** all such pages, where one annotation stands on several */
  pageNumbers(num: number | undefined): number[];
  /** the annotations and fields that lead to an appearance or a value, as they are now */
  ownersOf(num: number): Promise<Owner[]>;
  /** what a field or widget is in the earlier or the later revision; see `fieldFacts` */
  factsOf(when: 'before' | 'after', field: PdfDict, num: number | undefined): Promise<FieldFacts | undefined>;
}

export interface Owner {
  num: number;
  dict: PdfDict;
}

/**
 * Everything that comes after a signature is forbidden unless a rule allows it. A rule is small: it knows one kind
 * of change, recognizes it where it is exactly that, and says nothing of everything else.
 */
export interface Rule {
  readonly name: string;
  /** @returns undefined where the difference is none of this rule's business */
  judge(difference: Difference, step: Step): Promise<Claim | undefined>;
}
