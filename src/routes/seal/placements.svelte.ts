import {
  resolvePlacements,
  type PageGeometry,
  type Placement,
  type PlacementContext,
  type Stamp,
} from '$lib/pdf/place';
import { History } from './history';
import { carryOver, LOOKING, NOTHING_RESOLVED, stampsByPage, type Resolved } from './resolved';

/** A wish without its `id`, of each kind. */
export type NewPlacement = Placement extends infer P ? (P extends Placement ? Omit<P, 'id'> : never) : never;

/** Counted for all documents: what was kept goes on beside what is new. */
let nextId = 1;

/** The placements of a document before it is sealed, with the way back and forth. */
export class Placements {
  list = $state.raw<readonly Placement[]>([]);
  canUndo = $state(false);
  canRedo = $state(false);
  selectedId = $state<string | undefined>(undefined);
  readonly selected = $derived(this.list.find((placement) => placement.id === this.selectedId));
  /** by placement id */
  resolved = $state.raw<ReadonlyMap<string, Resolved>>(NOTHING_RESOLVED);
  /** stamps of every page that has some, by page index */
  readonly byPage = $derived(stampsByPage(this.list, this.resolved));
  /** everything that was placed has its place */
  readonly ready = $derived(
    this.list.length > 0 && this.list.every(({ id }) => this.resolved.get(id)?.kind === 'placed'),
  );

  #history = new History<readonly Placement[]>([]);
  readonly #pages: readonly PageGeometry[];
  readonly #context: PlacementContext;
  /** Placements never change, they are replaced: each is resolved once. */
  readonly #known = new WeakMap<Placement, Resolved>();

  constructor(pages: readonly PageGeometry[], context: PlacementContext) {
    this.#pages = pages;
    this.#context = context;
  }

  /** Adds a placement and selects it. */
  add(wish: NewPlacement): Placement {
    const placement = { ...wish, id: this.#newId() } as Placement;
    this.#commit([...this.list, placement]);
    this.selectedId = placement.id;
    return placement;
  }

  /** To be kept while the document waits; see `resume`. */
  get history(): History<readonly Placement[]> {
    return this.#history;
  }

  /** Goes on with what was placed before, the way back and forth included. */
  resume(history: History<readonly Placement[]>): void {
    history.settle();
    this.#history = history;
    this.#show();
  }

  /** @param step changes of the same step are undone together, until `settle` */
  replace(placement: Placement, step?: string): void {
    this.#commit(
      this.list.map((before) => (before.id === placement.id ? placement : before)),
      step && `${placement.id} ${step}`,
    );
  }

  /** A drag or a row of key strokes has come to its end. */
  settle(): void {
    this.#history.settle();
  }

  /** A drag was broken off: everything is as it was before it. */
  abandon(): void {
    this.#history.abandon();
    this.#show();
  }

  remove(id: string): void {
    this.#commit(this.list.filter((placement) => placement.id !== id));
    if (this.selectedId === id) this.selectedId = undefined;
  }

  /** Drops placements of seals that are no more, also from the way back and forth. @returns how many of those shown */
  dropWithout(isThere: (sealId: string) => boolean): number {
    const before = this.list.length;
    const left = (list: readonly Placement[]): readonly Placement[] =>
      list.every(({ sealId }) => isThere(sealId)) ? list : list.filter(({ sealId }) => isThere(sealId));
    this.#history.map(left, (a, b) => a.length === b.length && a.every((one, i) => one === b[i]));
    this.#show();
    return before - this.list.length;
  }

  undo(): void {
    this.#history.undo();
    this.#show();
  }

  redo(): void {
    this.#history.redo();
    this.#show();
  }

  stampsOf(id: string): readonly Stamp[] {
    const resolved = this.resolved.get(id);
    return resolved?.kind === 'placed' ? resolved.stamps : [];
  }

  #newId(): string {
    return `p${nextId++}`;
  }

  #commit(list: readonly Placement[], step?: string): void {
    this.#history.push(list, step);
    this.#show();
  }

  #show(): void {
    this.list = this.#history.present;
    this.canUndo = this.#history.canUndo;
    this.canRedo = this.#history.canRedo;
    if (!this.list.some(({ id }) => id === this.selectedId)) this.selectedId = undefined;
    for (const placement of this.list) {
      if (!this.#known.has(placement)) void this.#resolve(placement);
    }
    this.#showResolved();
  }

  async #resolve(placement: Placement): Promise<void> {
    this.#known.set(placement, LOOKING);
    try {
      const stamps = await resolvePlacements([placement], this.#pages, this.#context);
      this.#known.set(placement, { kind: 'placed', stamps });
    } catch (error) {
      this.#known.set(placement, { kind: 'failed', error });
    }
    if (this.list.includes(placement)) this.#showResolved();
  }

  #showResolved(): void {
    this.resolved = carryOver(this.list, this.resolved, (placement) => this.#known.get(placement) ?? LOOKING);
  }
}
