import { PdfDict, PdfRef, PdfStream, type PdfDocument, type PdfObject } from '../syntax';
import { Comparison, sameObject, sameValue, valueKey } from './equality';
import { fieldFacts, type FieldFacts } from './field-path';
import { ObjectGraph } from './graph';
import type { Change, ChangedPlace } from './report';
import { childRole, elementRole, STRUCTURED_ROLES, type Role } from './role';
import { RULES } from './rules';
import type { Difference, Owner, Place, Step } from './rules/rule';
import { TooComplex } from './too-complex';
import { Budget } from './work-budget';

const MAX_CHANGED_OBJECTS = 100_000;
const MAX_OWNERS = 10_000;
/** Owners that are handed out in all, for one revision: each is judged every time. */
const MAX_ANSWERS = 200_000;
/** Objects that are looked at on the way to them. */
const MAX_LOOKS = 1_000_000;

/** Trailer entries that tell how the file is written, not what it says (ISO 32000-2 tables 15 and 17). */
const TECHNICAL = new Set([
  ...['Size', 'Prev', 'XRefStm', 'Type', 'W', 'Index'],
  ...['Length', 'Filter', 'DecodeParms', 'DL'],
]);

const PLACES: Record<Role, ChangedPlace> = {
  trailer: 'trailer',
  catalog: 'catalog',
  'page-tree': 'page-tree',
  page: 'page',
  annotations: 'annotation',
  annotation: 'annotation',
  form: 'form',
  fields: 'form',
  field: 'field',
  'signature-value': 'signature-value',
  'field-value': 'field',
  'signature-appearance': 'appearance',
  'form-appearance': 'appearance',
  'annotation-appearance': 'appearance',
  'form-resources': 'form',
  'validation-data': 'validation-data',
  permissions: 'catalog',
  extensions: 'catalog',
  metadata: 'metadata',
  structure: 'structure',
  'structure-parents': 'structure',
  content: 'content',
};

interface ChangedObject {
  before: PdfObject;
  after: PdfObject;
}

interface Effort {
  /** of objects, in all comparisons of the document */
  visits?: Budget;
  signal?: AbortSignal | undefined;
}

/**
 * What one revision changed: object by object, each difference as the rule that allows it names it, or `other`.
 *
 * @param written numbers of the objects that the later revision's cross-reference section lists
 * @throws TooComplex; what reading the documents throws
 */
export async function compareRevisions(
  before: PdfDocument,
  after: PdfDocument,
  written: Iterable<number>,
  { visits = new Budget(Infinity), signal }: Effort = {},
): Promise<Change[]> {
  const changed = await changedObjects(before, after, written, signal);
  const graph = await ObjectGraph.of(after, new Set(changed.keys()), visits, signal);
  return new RevisionStep(before, after, changed, graph, signal).judgeAll();
}

async function changedObjects(
  before: PdfDocument,
  after: PdfDocument,
  written: Iterable<number>,
  signal: AbortSignal | undefined,
): Promise<Map<number, ChangedObject>> {
  const changed = new Map<number, ChangedObject>();
  const listed = new Set(written);
  let looked = 0;
  for (const num of [...listed, ...(await after.changedThrough(before, listed))]) {
    if ((looked++ & 255) === 0) signal?.throwIfAborted();
    const was = await before.resolve(currentRef(before, num));
    const is = await after.resolve(currentRef(after, num));
    if (await sameObject(was, is)) continue;
    changed.set(num, { before: was, after: is });
    if (changed.size > MAX_CHANGED_OBJECTS) throw new TooComplex();
  }
  return changed;
}

/** The object of that number with the generation that it has there. */
function currentRef(doc: PdfDocument, num: number): PdfRef | null {
  const entry = doc.entryOf(num);
  if (!entry || entry.kind === 'free') return null;
  return PdfRef.of(num, entry.kind === 'offset' ? entry.gen : 0);
}

class RevisionStep implements Step {
  readonly #comparison: Comparison;
  readonly #changes = new Map<string, Change>();
  readonly #references = new Map<number | undefined, ReadonlySet<number>>();
  readonly #owners = new Map<number, Promise<Owner[]>>();
  readonly #answers = new Budget(MAX_ANSWERS);
  readonly #looks = new Budget(MAX_LOOKS);

  constructor(
    readonly before: PdfDocument,
    readonly after: PdfDocument,
    private readonly changed: ReadonlyMap<number, ChangedObject>,
    private readonly graph: ObjectGraph,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.#comparison = new Comparison(before, after);
  }

  async judgeAll(): Promise<Change[]> {
    await this.#judge(
      { role: 'trailer', num: undefined, page: undefined },
      this.before.trailer,
      this.after.trailer,
    );
    for (const [num, object] of this.changed) {
      this.signal?.throwIfAborted();
      if (this.isNew(num)) continue; // judged where something came to refer to it
      for (const role of this.graph.rolesOf(num)) {
        await this.#judge({ role, num, page: this.graph.pageOf(num) }, object.before, object.after);
      }
    }
    return [...this.#changes.values()];
  }

  same(before: PdfObject | undefined, after: PdfObject | undefined): Promise<boolean> {
    return this.#comparison.same(before, after);
  }

  /** An object that an older one already named, though it did not exist, changes what that one says (shadow attacks). */
  isNew(num: number): boolean {
    const object = this.changed.get(num);
    if (!object || object.before !== null) return false;
    for (const holder of this.graph.holdersOf(num)) {
      if (this.#referredBefore(holder)?.has(num) !== false) return false;
    }
    return true;
  }

  /** What the older version of a changed object refers to; undefined where it did not change. */
  #referredBefore(holder: number | undefined): ReadonlySet<number> | undefined {
    const known = this.#references.get(holder);
    if (known) return known;
    const older = holder === undefined ? this.before.trailer : this.changed.get(holder)?.before;
    if (older === undefined) return undefined;
    const found = new Set<number>();
    collectReferences(older, found);
    this.#references.set(holder, found);
    return found;
  }

  pageNumber(num: number | undefined): number | undefined {
    const index = num === undefined ? undefined : this.graph.pageOf(num);
    return index === undefined ? undefined : index + 1;
  }

  pageNumbers(num: number | undefined): number[] {
    return num === undefined ? [] : [...this.graph.pagesOf(num)].map((index) => index + 1);
  }

  async ownersOf(num: number): Promise<Owner[]> {
    let owners = this.#owners.get(num);
    if (!owners) {
      owners = this.#findOwners(num);
      this.#owners.set(num, owners);
    }
    this.#answers.spend((await owners).length);
    return owners;
  }

  async #findOwners(num: number): Promise<Owner[]> {
    const owners: Owner[] = [];
    const seen = new Set<number>([num]);
    const waiting = [num];
    let looked = 0;
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if ((++looked & 255) === 0) this.signal?.throwIfAborted();
      this.#looks.spend();
      const roles = this.graph.rolesOf(next);
      if (roles.has('field') || roles.has('annotation')) {
        const dict = await this.after.resolve(currentRef(this.after, next));
        if (dict instanceof PdfDict) owners.push({ num: next, dict });
        continue;
      }
      for (const holder of this.graph.holdersOf(next)) {
        if (holder === undefined || seen.has(holder)) continue;
        if (seen.size > MAX_OWNERS) throw new TooComplex();
        seen.add(holder);
        waiting.push(holder);
      }
    }
    return owners;
  }

  factsOf(
    when: 'before' | 'after',
    field: PdfDict,
    num: number | undefined,
  ): Promise<FieldFacts | undefined> {
    return fieldFacts(this[when], field, num, (of) => this.graph.fieldParentOf(of));
  }

  async #judge(place: Place, before: PdfObject, after: PdfObject): Promise<void> {
    const { role } = place;
    if (role === 'annotations' || role === 'fields') {
      const was = before ?? [];
      const is = after ?? [];
      if (Array.isArray(was) && Array.isArray(is)) return this.#judgeElements(place, was, is);
    }
    const was = role === 'form' && before === null ? PdfDict.of({}) : before;
    if (STRUCTURED_ROLES.has(role) && was instanceof PdfDict && after instanceof PdfDict) {
      return this.#judgeDictionary(place, was, after);
    }
    await this.#offer({ ...place, shape: 'whole', before, after });
  }

  async #judgeDictionary(place: Place, before: PdfDict, after: PdfDict): Promise<void> {
    const keys: string[] = [];
    for (const key of await this.#comparison.changedKeys(before, after)) {
      if (place.role === 'trailer' && TECHNICAL.has(key)) continue;
      const role = childRole(place.role, key, { isSignature: false });
      if (role === 'form' || role === 'fields' || role === 'annotations') {
        const was = await this.before.resolve(before.get(key) ?? null);
        const is = await this.after.resolve(after.get(key) ?? null);
        await this.#judge({ ...place, role }, was, is);
      } else {
        keys.push(key);
      }
    }
    if (keys.length > 0) await this.#offer({ ...place, shape: 'dictionary', before, after, keys });
  }

  async #judgeElements(place: Place, before: PdfObject[], after: PdfObject[]): Promise<void> {
    const kept: PdfObject[] = [];
    const gained: PdfObject[] = [];
    const left = new Map<string, PdfObject[]>();
    for (const element of before) {
      const key = valueKey(element);
      const others = left.get(key);
      if (others) others.push(element);
      else left.set(key, [element]);
    }
    for (const element of after) {
      const old = left.get(valueKey(element))?.pop();
      if (old === undefined) gained.push(element);
      else kept.push(old);
    }
    const keptKeys = new Map<PdfObject, number>();
    for (const element of kept) keptKeys.set(element, (keptKeys.get(element) ?? 0) + 1);
    const stayed: PdfObject[] = [];
    const lost: PdfObject[] = [];
    for (const element of before) {
      const count = keptKeys.get(element) ?? 0;
      (count > 0 ? stayed : lost).push(element);
      keptKeys.set(element, count - 1);
    }
    // What is painted later covers what is painted before: the order says something.
    if (stayed.some((element, i) => !sameValue(element, kept[i] ?? null))) {
      await this.#offer({ ...place, shape: 'whole', before, after });
    }
    const role = elementRole(place.role);
    for (const element of gained) {
      this.signal?.throwIfAborted();
      await this.#offerElement({ ...place, role }, element, null, await this.after.resolve(element));
    }
    for (const element of lost) {
      this.signal?.throwIfAborted();
      await this.#offerElement({ ...place, role }, element, await this.before.resolve(element), null);
    }
  }

  async #offerElement(place: Place, element: PdfObject, before: PdfObject, after: PdfObject): Promise<void> {
    // A reference to nothing says nothing.
    if (before === null && after === null) return;
    const num = element instanceof PdfRef ? element.num : undefined;
    await this.#offer({ ...place, num, shape: 'element', before, after });
  }

  async #offer(difference: Difference): Promise<void> {
    let open = difference.shape === 'dictionary' ? difference.keys : [''];
    for (const rule of RULES) {
      const rest = difference.shape === 'dictionary' ? { ...difference, keys: open } : difference;
      const claim = await rule.judge(rest, this);
      if (!claim) continue;
      for (const change of claim.changes) this.#note(change);
      const { keys } = claim;
      open = keys === 'all' ? [] : open.filter((key) => !keys.includes(key));
      if (open.length === 0) return;
    }
    const { num, page, role } = difference;
    this.#note({
      kind: 'other',
      where: PLACES[role],
      ...(page === undefined ? {} : { page: page + 1 }),
      ...(num === undefined ? {} : { object: num }),
    });
  }

  #note(change: Change): void {
    this.#changes.set(JSON.stringify(change), change);
  }
}

function collectReferences(value: PdfObject, found: Set<number>): void {
  if (value instanceof PdfRef) {
    found.add(value.num);
  } else if (Array.isArray(value)) {
    for (const element of value) collectReferences(element, found);
  } else {
    const dict = value instanceof PdfStream ? value.dict : value;
    if (dict instanceof PdfDict) for (const [, child] of dict.entries()) collectReferences(child, found);
  }
}
