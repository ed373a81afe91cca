package steam

func At(degrees int) bool { return degrees >= 100 }
