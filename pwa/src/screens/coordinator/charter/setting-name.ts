import { isText, type Setting } from "../../../domain/drafts.ts";
import { settingNames } from "../../../words/charter.ts";
import { textNames } from "../../../words/drafts.ts";

export const settingName = (setting: Setting) =>
  isText(setting) ? textNames[setting] : settingNames[setting];
