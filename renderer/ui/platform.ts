/** Whether Cmd takes the place of Ctrl. */
export const onMac = /Mac|iPhone|iPad/.test(navigator.platform);
