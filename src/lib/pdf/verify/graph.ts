import { isPageNode, PdfDict, PdfName, PdfRef, PdfStream, type PdfDocument, type PdfObject } from '../syntax';
import { fieldFacts } from './field-path';
import { childRole, elementRole, NODE_ROLES, STRUCTURED_ROLES, type Role } from './role';
import { TooComplex } from './too-complex';
import type { Budget } from './work-budget';

/** Visits of an object in a role, of one revision. Honest documents of ten thousand pages stay far below. */
const MAX_VISITS = 2_000_000;
/** Nesting of direct values. */
const MAX_DEPTH = 64;

interface Visit {
  value: PdfObject;
  role: Role;
  page: number | undefined;
  /** the object that holds the value; undefined: the trailer */
  holder: number | undefined;
  /** the field above */
  field: number | undefined;
  /** under which the value, or the array with it, stands */
  key?: string;
}

/** What has not been looked at yet. */
interface Waiting {
  fields: Visit[];
  nodes: Visit[];
  leaves: Visit[];
}

/** The form goes first: what a widget on a page is depends on it. */
const FORM_ROLES: ReadonlySet<Role> = new Set(['form', 'fields', 'field']);

/** Nodes that may be part of something else as well: later revisions may change much of them. */
const SHARED_ROLES: ReadonlySet<Role> = new Set(['catalog', 'form', 'field', 'annotation']);

/**
 * Keys by which something else names a field or an annotation: annotations each other (ISO 32000-2 table 172), the
 * structure tree (table 358), actions (tables 211, 213, 217, 239, 242), threads (table 163).
 */
const LINKING_KEYS: ReadonlySet<string> = new Set([
  ...['P', 'Parent', 'IRT', 'Popup', 'Obj'],
  ...['T', 'Fields', 'Annotation', 'AN', 'TA', 'Data'],
]);

/** Of parts of a field or an annotation it is asked which. */
const OWNED_ROLES: ReadonlySet<Role> = new Set([
  'field-value',
  'form-appearance',
  'signature-appearance',
  'annotation-appearance',
]);

/** Which objects a revision of a document uses, and what for. */
export class ObjectGraph {
  readonly #doc: PdfDocument;
  readonly #roles = new Map<number, Set<Role>>();
  readonly #holders = new Map<number, Set<number | undefined>>();
  /** 0-based indices of the pages that an object is, or is an annotation of */
  readonly #pages = new Map<number, Set<number>>();
  /** of all else: the first page that leads to it */
  readonly #firstPages = new Map<number, number>();
  readonly #fieldParents = new Map<number, number>();
  readonly #watched: ReadonlySet<number>;
  readonly #allVisits: Budget;
  #visits = 0;

  private constructor(doc: PdfDocument, watched: ReadonlySet<number>, allVisits: Budget) {
    this.#doc = doc;
    this.#watched = watched;
    this.#allVisits = allVisits;
  }

  /**
   * Goes through everything that can be reached from the trailer.
   *
   * @param watched objects of which the holders are asked for later
   * @param visits  how many the document is worth
   * @throws TooComplex; what reading the document throws
   */
  static async of(
    doc: PdfDocument,
    watched: ReadonlySet<number>,
    visits: Budget,
    signal?: AbortSignal,
  ): Promise<ObjectGraph> {
    const graph = new ObjectGraph(doc, watched, visits);
    await graph.#findPages();
    await graph.#walk(signal);
    return graph;
  }

  /** What an object is used for; empty where nothing uses it. */
  rolesOf(num: number): ReadonlySet<Role> {
    return this.#roles.get(num) ?? new Set();
  }

  /** The objects that refer to a watched one; undefined stands for the trailer. */
  holdersOf(num: number): ReadonlySet<number | undefined> {
    return this.#holders.get(num) ?? new Set();
  }

  /** 0-based index of the page that an object is, or stands on; of the first where there are several. */
  pageOf(num: number): number | undefined {
    const [first] = this.#pages.get(num) ?? [];
    return first ?? this.#firstPages.get(num);
  }

  /** 0-based indices of all pages that an object is, or is an annotation of. */
  pagesOf(num: number): ReadonlySet<number> {
    return this.#pages.get(num) ?? new Set();
  }

  /** The field that has an object among its /Kids. */
  fieldParentOf(num: number): number | undefined {
    return this.#fieldParents.get(num);
  }

  async #walk(signal: AbortSignal | undefined): Promise<void> {
    const start = { page: undefined, holder: undefined, field: undefined };
    const fields: Visit[] = [];
    const nodes: Visit[] = [{ value: this.#doc.trailer, role: 'trailer', ...start }];
    const leaves: Visit[] = [];
    // Nodes before leaves: what else leads to a node is a link, and that can be told only when all nodes are known.
    const next = () => fields.pop() ?? nodes.pop() ?? leaves.pop();
    for (let visit = next(); visit; visit = next()) {
      if ((this.#visits & 1023) === 0) signal?.throwIfAborted();
      await this.#visit(visit, { fields, nodes, leaves });
    }
  }

  /** As the page tree counts them: a page that is listed twice has two places. */
  async #findPages(): Promise<void> {
    for await (const { index, ref, dict } of this.#doc.pages()) {
      this.#spend();
      if (ref.num > 0) this.#noteOn(index, ref.num);
      for (const annotation of (await this.#doc.array(dict.get('Annots'))) ?? []) {
        this.#spend();
        if (annotation instanceof PdfRef) this.#noteOn(index, annotation.num);
      }
    }
  }

  #noteOn(page: number, num: number): void {
    const pages = this.#pages.get(num);
    if (pages) pages.add(page);
    else this.#pages.set(num, new Set([page]));
  }

  #spend(): void {
    this.#visits += 1;
    if (this.#visits > MAX_VISITS) throw new TooComplex();
    this.#allVisits.spend();
  }

  async #visit(visit: Visit, waiting: Waiting): Promise<void> {
    this.#spend();
    const { value } = visit;
    if (!(value instanceof PdfRef)) {
      await this.#expand(visit, visit.holder, waiting, 0);
      return;
    }
    const { num } = value;
    const isLeaf = !STRUCTURED_ROLES.has(visit.role);
    if (isLeaf && this.#isLink(num, visit.key)) return;
    if (this.#watched.has(num) || OWNED_ROLES.has(visit.role)) {
      const holders = this.#holders.get(num);
      if (holders) holders.add(visit.holder);
      else this.#holders.set(num, new Set([visit.holder]));
    }
    const resolved = await this.#doc.resolve(value);
    const role = isLeaf ? visit.role : await this.#roleOfNode(visit.role, resolved);
    const roles = this.#roles.get(num);
    const isKnown = roles?.has(role) === true;
    if (isKnown) return;
    const page = role === 'page' ? this.pageOf(num) : visit.page;
    if (page !== undefined && !this.#firstPages.has(num)) this.#firstPages.set(num, page);
    if (roles) roles.add(role);
    else this.#roles.set(num, new Set([role]));
    const { field: parent } = visit;
    if (role === 'field' && parent !== undefined && parent !== num) this.#fieldParents.set(num, parent);
    const field = role === 'field' ? num : parent;
    await this.#expand({ ...visit, value: resolved, role, page, field }, num, waiting, 0);
  }

  /**
   * Whether a reference from a part of something only names a node. A dictionary that is a field and, say, the
   * resources of a page at once is both: filling in the field changes the page.
   */
  #isLink(num: number, key: string | undefined): boolean {
    let isNode = false;
    for (const role of this.#roles.get(num) ?? []) {
      if (SHARED_ROLES.has(role) && !LINKING_KEYS.has(key ?? '')) return false;
      isNode ||= NODE_ROLES.has(role);
    }
    return isNode;
  }

  /** Which page tree nodes are pages is for the page tree to say; widgets among annotations are judged as fields. */
  async #roleOfNode(role: Role, value: PdfObject): Promise<Role> {
    if (!(value instanceof PdfDict)) return role;
    if (role === 'page-tree' && isPageNode(value)) return 'page';
    if (role === 'annotation' && (await isWidget(this.#doc, value))) return 'field';
    return role;
  }

  /** Queues what a value refers to; direct values inside it are gone through at once. */
  async #expand(visit: Visit, holder: number | undefined, waiting: Waiting, depth: number): Promise<void> {
    if (depth > MAX_DEPTH) throw new TooComplex();
    const { value, page, field } = visit;
    const role = depth > 0 ? await this.#roleOfNode(visit.role, value) : visit.role;
    const next = async (child: PdfObject, childsRole: Role, key = visit.key): Promise<void> => {
      const then = { value: child, role: childsRole, page, holder, field, ...(key ? { key } : {}) };
      if (child instanceof PdfRef) {
        if (FORM_ROLES.has(childsRole)) waiting.fields.push(then);
        else if (STRUCTURED_ROLES.has(childsRole)) waiting.nodes.push(then);
        else waiting.leaves.push(then);
      } else if (Array.isArray(child) || child instanceof PdfDict || child instanceof PdfStream) {
        await this.#expand(then, holder, waiting, depth + 1);
      }
    };
    if (Array.isArray(value)) {
      // The stack is worked off from its end: reversed, so that pages come in their order.
      for (const child of value.slice().reverse()) await next(child, elementRole(role));
      return;
    }
    const dict = value instanceof PdfStream ? value.dict : value;
    if (!(dict instanceof PdfDict)) return;
    const kind = { isSignature: role === 'field' && (await this.#isSignature(dict, holder)) };
    for (const [key, child] of dict.entries()) {
      const childsRole = childRole(role, key, kind);
      if (childsRole !== undefined) await next(child, childsRole, key);
    }
  }

  async #isSignature(field: PdfDict, num: number | undefined): Promise<boolean> {
    const facts = await fieldFacts(this.#doc, field, num, (of) => this.#fieldParents.get(of));
    return facts?.type === 'Sig';
  }
}

async function isWidget(doc: PdfDocument, dict: PdfDict): Promise<boolean> {
  const subtype = await doc.resolve(dict.get('Subtype'));
  return subtype === PdfName.of('Widget') || (subtype === null && dict.has('FT'));
}
