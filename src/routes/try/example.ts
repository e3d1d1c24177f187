import type { PlatformDetails } from '$lib/platform';
import { m } from '$messages';

const FEN = 100;

/** The platform that is tried out: what an organiser like the manual's would set. */
export function exampleDetails(): PlatformDetails {
  return {
    name: '云溪城发集团电子招标采购平台（体验）',
    province: '湖南省',
    organiser: '云溪城发集团有限公司',
    fees: { 1: 200 * FEN, 2: 380 * FEN, 3: 540 * FEN, 5: 850 * FEN },
    bank: { holder: '云溪城发集团有限公司', number: '43050000000000000018', bank: '云溪银行城中支行' },
    support: { phone: '0731-88904166', qq: '2997324247', email: 'support@example.com' },
    categories: [
      { id: 'goods', name: m.try_category_goods() },
      { id: 'works', name: m.try_category_works() },
      { id: 'services', name: m.try_category_services() },
      { id: 'it', name: m.try_category_it() },
      { id: 'logistics', name: m.try_category_logistics() },
    ],
  };
}
