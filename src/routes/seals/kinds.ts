import type { SealDesign, SealKind } from '$lib/seal';
import { m } from '$messages';

/** What each kind is called; read when it is shown. */
export const KIND_NAMES: Readonly<Record<SealKind, () => string>> = {
  round: m.seals_kind_round,
  contract: m.seals_kind_contract,
  finance: m.seals_kind_finance,
  invoice: m.seals_kind_invoice,
  'legal-representative': m.seals_kind_representative,
  signature: m.seals_kind_signature,
  date: m.seals_kind_date,
  scan: m.seals_kind_scan,
};

const millimetres = (value: number): string => String(Math.round(value * 10) / 10);

/** The size of a design as people say it: 40 × 40 mm; of what has no fixed width, its height or width alone. */
export function sizeText(design: SealDesign): string {
  switch (design.kind) {
    case 'round':
    case 'contract':
    case 'finance':
      return m.seals_size_both({
        width: millimetres(design.diameterMm),
        height: millimetres(design.diameterMm),
      });
    case 'legal-representative':
      return m.seals_size_both({ width: millimetres(design.sizeMm), height: millimetres(design.sizeMm) });
    case 'invoice':
    case 'scan':
      return m.seals_size_both({ width: millimetres(design.widthMm), height: millimetres(design.heightMm) });
    case 'signature':
      return m.seals_size_width({ width: millimetres(design.widthMm) });
    case 'date':
      return m.seals_size_height({ height: millimetres(design.heightMm) });
  }
}
