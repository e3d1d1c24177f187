import { pageBoxes, rectOf, rotationOf } from './boxes';
import { PdfSyntaxError } from './error';
import { PdfDict, PdfName, PdfRef, type PdfObject, type Rect } from './objects';

/** A page, ISO 32000-2 7.7.3.3. */
export interface PageInfo {
  /** 0-based */
  index: number;
  /** of the page's dictionary; number 0, which cannot be written, where it is no object of its own */
  ref: PdfRef;
  /** the page's own dictionary, without what it inherits */
  dict: PdfDict;
  /** /Resources, inherited or own, as it stands there */
  resources: PdfObject;
  mediaBox: Rect;
  /** within the MediaBox */
  cropBox: Rect;
  /** clockwise turn for display */
  rotate: 0 | 90 | 180 | 270;
  /** size of a user space unit in 1/72 inch */
  userUnit: number;
}

export type Resolve = (object: PdfObject | undefined) => Promise<PdfObject> | PdfObject;

/** Table 31: these come from the nearest node above that has them. */
const INHERITABLE = ['Resources', 'MediaBox', 'CropBox', 'Rotate'] as const;

/** A page or a node above pages, and what it passes on. */
interface Node {
  ref: PdfRef;
  dict: PdfDict;
  attributes: ReadonlyMap<string, PdfObject>;
  /** absent for a page */
  kids?: readonly PdfObject[];
  /** pages below the kids that were looked at so far: where each starts, and the total */
  starts: number[];
  children: Node[];
  looked: number;
  total: number;
}

/** No node: /Kids may name what is not there. */
const NO_REF = PdfRef.of(0);

/** A page tree, ISO 32000-2 7.7.3. Reads what is on the way to a page; believes /Count until it proves wrong. */
export class PageTree {
  readonly #resolve: Resolve;
  readonly #pagesEntry: PdfObject | undefined;
  readonly #signal: (() => void) | undefined;
  #root: Promise<Node | undefined> | undefined;
  /** all pages, once the tree has been walked */
  #leaves: Node[] | undefined;

  /** @param throwIfAborted called in long loops */
  constructor(pagesEntry: PdfObject | undefined, resolve: Resolve, throwIfAborted?: () => void) {
    this.#pagesEntry = pagesEntry;
    this.#resolve = resolve;
    this.#signal = throwIfAborted;
  }

  async count(): Promise<number> {
    if (this.#leaves) return this.#leaves.length;
    const root = await this.#rootNode();
    if (!root) return 0;
    if (!root.kids) return 1;
    const count = await this.#countIn(root.dict);
    if (
      count !== undefined &&
      count > 0 &&
      count >= root.kids.length &&
      (await this.#endsInPage(root, count))
    ) {
      return count;
    }
    return (await this.#walk()).length;
  }

  /** @throws PdfSyntaxError `no-such-page` */
  async page(index: number): Promise<PageInfo> {
    const leaf = (this.#leaves ? undefined : await this.#descend(index)) ?? (await this.#walk())[index];
    if (!leaf) throw new PdfSyntaxError('no-such-page', { index, pageCount: (await this.#walk()).length });
    return this.#info(leaf, index);
  }

  async *all(): AsyncGenerator<PageInfo> {
    let index = 0;
    for (const leaf of await this.#walk()) yield this.#info(leaf, index++);
  }

  #rootNode(): Promise<Node | undefined> {
    this.#root ??= (async () => this.#node(this.#pagesEntry, undefined))();
    return this.#root;
  }

  async #node(entry: PdfObject | undefined, parent: Node | undefined): Promise<Node | undefined> {
    const found = this.#resolve(entry);
    const dict = found instanceof Promise ? await found : found;
    if (!(dict instanceof PdfDict)) return undefined;
    let attributes = parent?.attributes ?? NOTHING;
    const own = INHERITABLE.filter((key) => dict.has(key));
    if (own.length > 0) {
      const merged = new Map(attributes);
      for (const key of own) merged.set(key, dict.get(key) ?? null);
      attributes = merged;
    }
    const ref = entry instanceof PdfRef ? entry : NO_REF;
    const node: Node = { ref, dict, attributes, starts: [], children: [], looked: 0, total: 0 };
    if (dict.get('Type') !== PAGE && dict.has('Kids')) {
      const kids = await this.#resolve(dict.get('Kids'));
      node.kids = Array.isArray(kids) ? kids : [];
    }
    return node;
  }

  async #countIn(dict: PdfDict): Promise<number | undefined> {
    const count = await this.#resolve(dict.get('Count'));
    return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
  }

  /** Whether the last kid, its last kid and so on is a page, and the root's kids, where they are few, have `count` pages in all. */
  async #endsInPage(root: Node, count: number): Promise<boolean> {
    const { kids = [] } = root;
    if (kids.length < FEW) {
      await this.#look(root, count);
      if (root.looked < kids.length || root.total !== count) return false;
    }
    let node: Node | undefined = root;
    for (let depth = 0; node?.kids && depth < FEW; depth++) {
      node = await this.#node(node.kids[node.kids.length - 1], node);
    }
    return node !== undefined && !node.kids;
  }

  /** The page at an index; undefined where counts do not lead to it. */
  async #descend(index: number): Promise<Node | undefined> {
    let node = await this.#rootNode();
    let rest = index;
    const path = new Set<string>();
    while (node?.kids) {
      if (node.ref !== NO_REF) {
        if (path.has(node.ref.key)) return undefined;
        path.add(node.ref.key);
      }
      if (!(await this.#look(node, rest)) || rest >= node.total || rest < 0) return undefined;
      const kid: number = lastAtMost(node.starts, rest);
      rest -= node.starts[kid] ?? 0;
      node = node.children[kid];
    }
    return node && rest === 0 ? node : undefined;
  }

  /** Reads kids until those of them have more than `index` pages; false where a count cannot be believed. */
  async #look(node: Node, index: number): Promise<boolean> {
    const { kids = [] } = node;
    while (node.total <= index && node.looked < kids.length) {
      const at = node.looked;
      const kid = await this.#node(kids[at], node);
      if (node.looked !== at) continue; // somebody else was faster
      const count = !kid ? 0 : kid.kids ? await this.#countIn(kid.dict) : 1;
      if (node.looked !== at) continue;
      if (count === undefined) return false;
      node.looked += 1;
      if (!kid || count === 0) continue;
      node.starts.push(node.total);
      node.children.push(kid);
      node.total += count;
      if (at % 1024 === 0) this.#signal?.();
    }
    return true;
  }

  /** All pages in order. A node that comes again, and a kid that is no dictionary, has no pages. */
  async #walk(): Promise<readonly Node[]> {
    if (this.#leaves) return this.#leaves;
    const leaves: Node[] = [];
    const seen = new Set<string>();
    const root = await this.#rootNode();
    const stack: { node: Node; next: number }[] = [];
    if (root?.kids) {
      stack.push({ node: root, next: 0 });
      seen.add(root.ref.key);
    } else if (root) {
      leaves.push(root);
    }
    for (let top = stack[stack.length - 1]; top; top = stack[stack.length - 1]) {
      const kids = top.node.kids ?? [];
      if (top.next >= kids.length || leaves.length >= MOST_PAGES) {
        stack.pop();
        continue;
      }
      const kid = await this.#node(kids[top.next++], top.node);
      if (!kid) continue;
      if (!kid.kids) {
        leaves.push(kid);
        if (leaves.length % 1024 === 0) this.#signal?.();
      } else if (kid.ref === NO_REF || !seen.has(kid.ref.key)) {
        seen.add(kid.ref.key);
        stack.push({ node: kid, next: 0 });
      }
    }
    this.#leaves ??= leaves;
    return this.#leaves;
  }

  async #info({ ref, dict, attributes }: Node, index: number): Promise<PageInfo> {
    const media = await this.#rect(attributes.get('MediaBox'));
    const crop = await this.#rect(attributes.get('CropBox'));
    const rotate = this.#resolve(attributes.get('Rotate'));
    const unit = this.#resolve(dict.get('UserUnit'));
    const userUnit = unit instanceof Promise ? await unit : unit;
    return {
      index,
      ref,
      dict,
      resources: attributes.get('Resources') ?? null,
      ...pageBoxes(media, crop),
      rotate: rotationOf(rotate instanceof Promise ? await rotate : rotate),
      userUnit: typeof userUnit === 'number' && userUnit > 0 && Number.isFinite(userUnit) ? userUnit : 1,
    };
  }

  async #rect(entry: PdfObject | undefined): Promise<Rect | undefined> {
    if (entry === undefined) return undefined;
    const found = this.#resolve(entry);
    const values = found instanceof Promise ? await found : found;
    if (!Array.isArray(values)) return undefined;
    if (!values.some((value) => value instanceof PdfRef)) return rectOf(values);
    return rectOf(await Promise.all(values.slice(0, 4).map((value) => this.#resolve(value))));
  }
}

const PAGE = PdfName.of('Page');
const NOTHING: ReadonlyMap<string, PdfObject> = new Map();

/** Trees with more kids at the root than this are not checked kid by kid before a page is asked for. */
const FEW = 64;

/** A tree with more pages than any document has is a trap: nodes that share kids multiply. */
const MOST_PAGES = 1_000_000;

/** The last position in ascending numbers that holds at most `value`. */
function lastAtMost(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
