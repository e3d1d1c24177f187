/** `npm run bench -- NAME...`: prints one JSON line a figure. */
import { figures as appFigures } from './app';
import { removeDocuments } from './documents';
import type { Figure } from './figure';
import { figures as ledgerFigures } from './ledger';
import { figures as loginFigures } from './login';
import { figures as openFigures } from './open';
import { figures as qrFigures } from './qr';
import { figures as sealFigures } from './seal';
import { figures as syncFigures } from './sync';
import { figures as tenderFigures } from './tender';
import { figures as verifyFigures } from './verify';

/** A figure that cannot be measured on this machine says why, and is left out. */
const figures: Record<string, () => Promise<Figure | undefined>> = {
  ...sealFigures,
  ...verifyFigures,
  ...ledgerFigures,
  ...appFigures,
  ...openFigures,
  ...qrFigures,
  ...loginFigures,
  ...syncFigures,
  ...tenderFigures,
};
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in figures));
if (unknown.length > 0) {
  console.error(`No such figure: ${unknown.join(', ')}. There are: ${Object.keys(figures).join(', ')}`);
  process.exit(2);
}
for (const [name, measure] of Object.entries(figures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const figure = await measure();
  if (figure) console.log(JSON.stringify(figure));
}
await removeDocuments();
