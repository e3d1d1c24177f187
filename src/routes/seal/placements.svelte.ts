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
  #nextId = 1;

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

  /** Takes over placements that were made before, as one step. */
  restore(placements: readonly Placement[]): void {
    this.#commit([...this.list, ...placements.map((wish) => ({ ...wish, id: this.#newId() }))]);
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

  /** Drops placements of seals that are no more, also from the way back. @returns how many */
  dropWithout(isThere: (sealId: string) => boolean): number {
    const left = this.list.filter(({ sealId }) => isThere(sealId));
    const dropped = this.list.length - left.length;
    if (dropped > 0) {
      this.#history = new History<readonly Placement[]>(left);
      this.#show();
    }
    return dropped;
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
    return `p${this.#nextId++}`;
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
