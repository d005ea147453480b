/**
 * Every way out of a web page that we know of. The page "Check the seal" tries them before the person's
 * eyes, and tests/seal tries the very same in three engines while others watch. A new one belongs here.
 */

import { ASKING } from "./asking.ts";
import { LEAVING } from "./leaving.ts";
import { LOADING } from "./loading.ts";
import { RELAYING } from "./relaying.ts";
import type { Route } from "./route.ts";

export const ROUTES: readonly Route[] = [...ASKING, ...LOADING, ...LEAVING, ...RELAYING];
