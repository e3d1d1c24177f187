import { countSeals, pageList, type Placement, type Stamp } from '$lib/pdf/place';
import { getLocale } from '$locale';
import { m } from '$messages';

/** The element that says what the keys do to a stamp. */
export const STAMP_KEYS_ID = 'stamp-keys';

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
