'use strict';

const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('example', { facts: () => ipcRenderer.invoke('facts') });
