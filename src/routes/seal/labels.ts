import type { Placement, Stamp } from '$lib/pdf/place';
import { getLocale } from '$locale';
import { m } from '$messages';

/** The element that says what the keys do to a stamp. */
export const STAMP_KEYS_ID = 'stamp-keys';

/** `1-3, 5, 8-9`: page numbers from indices, runs joined. */
export function pageList(indices: Iterable<number>): string {
  const pages = [...new Set(indices)].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last && last[1] === page - 1) last[1] = page;
    else runs.push([page, page]);
  }
  return runs.map(([from, to]) => (from === to ? `${from + 1}` : `${from + 1}-${to + 1}`)).join(', ');
}

/** How many seals a person would count: a straddle seal's strips are one seal for each group of pages. */
export function countSeals(stamps: readonly Stamp[]): number {
  return stamps.filter((stamp) => !stamp.slice || stamp.slice.from === 0).length;
}

/** 盖章, 批量章, 骑缝章 … */
export function kindLabel(kind: Placement['kind']): string {
  return m[`workbench_kind_${kind}`]();
}

/** 关键字「盖章」: the way of sealing, with the text that it looks for. */
export function placementLabel(placement: Pick<Placement, 'kind'> & { text?: string }): string {
  const text = placement.text?.trim();
  return text ? m.workbench_keyword_named({ text }) : kindLabel(placement.kind);
}

/** Names as one text. */
export function signerList(signers: readonly string[]): string {
  return new Intl.ListFormat(getLocale(), { type: 'conjunction' }).format(signers);
}

/** What is read out for a stamp: seal, page, place. */
export function stampLabel(sealName: string, kind: Placement['kind'], stamp: Stamp): string {
  const place = {
    seal: sealName,
    page: stamp.pageIndex + 1,
    x: Math.round(stamp.xMm),
    y: Math.round(stamp.yMm),
  };
  return kind === 'straddle' ? m.workbench_stamp_straddle(place) : m.workbench_stamp_label(place);
}

interface SealGroup {
  sealId: string;
  kind: Placement['kind'];
  /** what a keyword looks for */
  text?: string;
  placementIds: string[];
  count: number;
  pages: string;
}

/** What has been placed, by seal, kind and keyword, in the order of first use: 公章 ×3, 骑缝章 1. */
export function groupPlaced(
  placements: readonly Placement[],
  stampsOf: (id: string) => readonly Stamp[],
): SealGroup[] {
  const groups = new Map<string, { group: SealGroup; indices: number[] }>();
  for (const placement of placements) {
    const { id, sealId, kind } = placement;
    const text = placement.kind === 'keyword' ? placement.text.trim() : undefined;
    const stamps = stampsOf(id);
    const key = `${sealId} ${kind} ${text ?? ''}`;
    const entry = groups.get(key) ?? {
      group: { sealId, kind, ...(text === undefined ? {} : { text }), placementIds: [], count: 0, pages: '' },
      indices: [],
    };
    entry.group.placementIds.push(id);
    entry.group.count += countSeals(stamps);
    entry.indices.push(...stamps.map((stamp) => stamp.pageIndex));
    groups.set(key, entry);
  }
  return [...groups.values()].map(({ group, indices }) => ({ ...group, pages: pageList(indices) }));
}
