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

/** A page or a node above pages. */
type Node = Leaf | Branch;

interface Leaf {
  ref: PdfRef;
  dict: PdfDict;
  parent: Node | undefined;
  kids?: undefined;
}

interface Branch {
  ref: PdfRef;
  dict: PdfDict;
  parent: Node | undefined;
  kids: readonly PdfObject[];
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

  /** At once where the objects are in memory. */
  #node(
    entry: PdfObject | undefined,
    parent: Node | undefined,
  ): Promise<Node | undefined> | Node | undefined {
    const found = this.#resolve(entry);
    return found instanceof Promise
      ? found.then((object) => this.#nodeOf(entry, object, parent))
      : this.#nodeOf(entry, found, parent);
  }

  #nodeOf(
    entry: PdfObject | undefined,
    dict: PdfObject,
    parent: Node | undefined,
  ): Promise<Node | undefined> | Node | undefined {
    if (!(dict instanceof PdfDict)) return undefined;
    const ref = entry instanceof PdfRef ? entry : NO_REF;
    if (isPageNode(dict)) return { ref, dict, parent };
    const branch = (kids: PdfObject) => ({
      ...{ ref, dict, parent, starts: [], children: [], looked: 0, total: 0 },
      kids: Array.isArray(kids) ? kids : [],
    });
    const kids = this.#resolve(dict.get('Kids'));
    return kids instanceof Promise ? kids.then(branch) : branch(kids);
  }

  async #countIn(dict: PdfDict): Promise<number | undefined> {
    const count = await this.#resolve(dict.get('Count'));
    return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
  }

  /** Whether the last kid, its last kid and so on is a page, and the root's kids, where they are few, have `count` pages in all. */
  async #endsInPage(root: Branch, count: number): Promise<boolean> {
    const { kids } = root;
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
    for (let depth = 0; node?.kids; depth++) {
      if (depth > MOST_DEPTH || rest < 0) return undefined; // nodes that hold each other
      if (node.total <= rest && !(await this.#look(node, rest))) return undefined;
      if (rest >= node.total) return undefined;
      const kid: number = lastAtMost(node.starts, rest);
      rest -= node.starts[kid] ?? 0;
      node = node.children[kid];
    }
    return node && rest === 0 ? node : undefined;
  }

  /** Reads kids until those of them have more than `index` pages; false where a count cannot be believed. */
  async #look(node: Branch, index: number): Promise<boolean> {
    const { kids } = node;
    while (node.total <= index && node.looked < kids.length) {
      const at = node.looked;
      const made = this.#node(kids[at], node);
      const kid = made instanceof Promise ? await made : made;
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
    const stack: { node: Branch; next: number }[] = [];
    if (root?.kids) {
      stack.push({ node: root, next: 0 });
      seen.add(root.ref.key);
    } else if (root) {
      leaves.push(root);
    }
    for (let top = stack[stack.length - 1]; top; top = stack[stack.length - 1]) {
      const { kids } = top.node;
      if (top.next >= kids.length || leaves.length >= MOST_PAGES) {
        stack.pop();
        continue;
      }
      const made = this.#node(kids[top.next++], top.node);
      const kid: Node | undefined = made instanceof Promise ? await made : made;
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

  async #info(node: Node, index: number): Promise<PageInfo> {
    const { ref, dict } = node;
    const ownMedia = this.#rect(inherited(node, 'MediaBox'));
    const media = ownMedia instanceof Promise ? await ownMedia : ownMedia;
    const ownCrop = this.#rect(inherited(node, 'CropBox'));
    const crop = ownCrop instanceof Promise ? await ownCrop : ownCrop;
    const rotate = this.#resolve(inherited(node, 'Rotate'));
    const unit = this.#resolve(dict.get('UserUnit'));
    const userUnit = unit instanceof Promise ? await unit : unit;
    return {
      index,
      ref,
      dict,
      resources: inherited(node, 'Resources') ?? null,
      ...pageBoxes(media, crop),
      rotate: rotationOf(rotate instanceof Promise ? await rotate : rotate),
      userUnit: typeof userUnit === 'number' && userUnit > 0 && Number.isFinite(userUnit) ? userUnit : 1,
    };
  }

  #rect(entry: PdfObject | undefined): Promise<Rect | undefined> | Rect | undefined {
    if (entry === undefined) return undefined;
    const found = this.#resolve(entry);
    if (Array.isArray(found) && !found.some((value) => value instanceof PdfRef)) return rectOf(found);
    return this.#rectOfReferences(found);
  }

  async #rectOfReferences(found: Promise<PdfObject> | PdfObject): Promise<Rect | undefined> {
    const values = await found;
    if (!Array.isArray(values)) return undefined;
    return rectOf(await Promise.all(values.slice(0, 4).map((value) => this.#resolve(value))));
  }
}

/** Table 31: Resources, MediaBox, CropBox and Rotate come from the nearest node that has them. */
function inherited(node: Node, key: string): PdfObject | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) {
    const own = at.dict.get(key);
    if (own !== undefined) return own;
  }
  return undefined;
}

const PAGE = PdfName.of('Page');

/** Whether a node of the page tree is a page, whatever its /Kids say where it calls itself one. */
export function isPageNode(dict: PdfDict): boolean {
  return dict.get('Type') === PAGE || !dict.has('Kids');
}

/** Trees with more kids at the root than this are not checked kid by kid before a page is asked for. */
const FEW = 64;

/** A tree that goes deeper is a circle. */
const MOST_DEPTH = 100;

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
