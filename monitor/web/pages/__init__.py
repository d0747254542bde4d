"""The pages: each reads the store on a thread and names its template. None of them checks who asks: the gate does."""
