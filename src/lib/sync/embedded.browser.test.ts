import { platformContract } from '../../../tests/contract/platform';
import { embeddedUnderTest } from './embedded-testing';
import { broadcastChannel } from './tab-channel';

platformContract('the embedded platform in a browser', () =>
  embeddedUnderTest({ openChannel: broadcastChannel }),
);
