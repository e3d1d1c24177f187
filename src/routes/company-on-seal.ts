import { readCompanyName, type SealDesign } from '$lib/seal';

/** The company that a seal shows; of kinds that show none, and of scans, nothing is known. */
export function companyOn(design: SealDesign): string | undefined {
  switch (design.kind) {
    case 'round':
    case 'contract':
    case 'finance':
    case 'invoice':
      return design.name;
    default:
      return undefined;
  }
}

/** Whether a seal shows another company than the certificate names, however either is typed. */
export function isOtherCompany(shown: string | undefined, certified: string): boolean {
  if (shown === undefined || shown.trim() === '') return false;
  const [a, b] = [shown, certified].map((typed) => {
    const read = readCompanyName(typed);
    return 'name' in read ? read.name : typed.trim();
  });
  return a !== b;
}
