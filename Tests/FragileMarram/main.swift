print("fragile")
