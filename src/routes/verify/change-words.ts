import type { Change, CoveredBy, SignatureReport } from '$lib/pdf/verify';
import { m } from '$messages';
import type { OwnPart } from './stops';
import { pageRuns, signerOf, underscored } from './words';

/** @param signatures of the document, to say who signed a field */
export function changeText(change: Change, signatures: readonly SignatureReport[]): string {
  const ownerOf = (field: string): string => {
    const owner = signatures.find(({ fields }) => fields.includes(field));
    return owner ? signerOf(owner) : field;
  };
  const onPage = (page: number | undefined, text: string): string =>
    page === undefined ? text : m.verify_change_on_page({ page, change: text });
  switch (change.kind) {
    case 'signature-field-added':
      return onPage(change.page, m.verify_change_signature_field_added({ field: change.field }));
    case 'signed': {
      const signed = signatures.some(({ fields }) => fields.includes(change.field))
        ? m.verify_change_signed({ signer: ownerOf(change.field), field: change.field })
        : m.verify_change_signed_field({ field: change.field });
      return onPage(change.page, signed);
    }
    case 'seal-added':
      return onPage(change.page, m.verify_change_seal_added({ signer: ownerOf(change.field) }));
    case 'timestamped':
      return m.verify_change_timestamped({ field: change.field });
    case 'form-filled':
      return onPage(change.page, m.verify_change_form_filled({ field: change.field }));
    case 'validation-data':
      return m.verify_change_validation_data();
    case 'metadata':
      return m.verify_change_metadata();
    case 'structure':
      return m.verify_change_structure();
    case 'annotation-added':
    case 'annotation-changed':
    case 'annotation-removed': {
      const text = m[`verify_change_${underscored(change.kind)}`]({ subtype: change.subtype });
      return onPage(change.page, text);
    }
    case 'content-covered':
    case 'content-uncovered': {
      const cover = { by: coverText(change.by), name: coverName(change) };
      return onPage(change.page, m[`verify_change_${underscored(change.kind)}`](cover));
    }
    case 'seal-covered':
      return onPage(
        change.page,
        m.verify_change_seal_covered({
          signer: ownerOf(change.seal),
          by: coverText(change.by),
          name: coverName(change),
        }),
      );
    case 'other':
      return onPage(
        change.page,
        m.verify_change_other({ where: m[`verify_place_${underscored(change.where)}`]() }),
      );
  }
}

/** What a signature brought along, in one line. */
export function ownText({ signature, pages }: OwnPart, mostPages: number): string {
  if (signature.level === 'timestamp') return m.verify_change_own_timestamp();
  const signer = signerOf(signature);
  return pages.length > 0
    ? m.verify_change_own_seals({ signer, n: pages.length, pages: pageRuns(pages, mostPages) })
    : m.verify_change_own_signature({ signer });
}

/** A seal of ours beside a signature's field is a Stamp annotation: people know it by another name. */
function coverName({ by, name }: { by: CoveredBy; name: string }): string {
  return by === 'annotation' && name === 'Stamp' ? m.verify_cover_stamp() : name;
}

function coverText(by: CoveredBy): string {
  return m[`verify_cover_${by}`]();
}

/** The page where a change can be seen. */
export function pageOf(change: Change): number | undefined {
  return 'page' in change ? change.page : undefined;
}
