self.postMessage('ready')
