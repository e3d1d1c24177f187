import type { Tender } from '$lib/tender';
import { yuanOf } from '../../../platforms/details-form';
import type { TenderForm } from './tender-form';

/** The form of a tender that is like one that was published: but for its number, its times, its documents and who opens it. */
export function copyOf(tender: Tender, empty: TenderForm): TenderForm {
  const { title, categories, access, items, requirements, evaluation, ceilingFen, contact } = tender;
  return {
    ...empty,
    ...{ title, access, requirements, method: evaluation.method },
    categories: [...categories],
    invited: [...tender.invitations.keys()],
    items: items.map(({ id, lot = '', name, unit, quantityMilli, requirement }) => ({
      ...{ id, lot, name, unit, requirement },
      quantity: String(quantityMilli / 1000),
    })),
    criteria:
      evaluation.method === 'scored'
        ? evaluation.criteria.map(({ id, name, max }) => ({ id, name, max: String(max) }))
        : [],
    ceiling: ceilingFen === undefined ? '' : yuanOf(ceilingFen),
    ...{ contactName: contact.name, contactPhone: contact.phone },
  };
}
